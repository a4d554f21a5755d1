// Changes a node into another in place, so that focus, scroll positions, selections and open menus outlive a refresh.

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.dataset.key ?? null : null);
const isSame = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

export function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to) || from.matches("[data-keep]")) return;
  morphAttributes(from, to);
  morphChildren(from, to);
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function morphChildren(from, to) {
  let old = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const found = find(old, wanted);
    if (!found) {
      from.insertBefore(wanted, old);
      continue;
    }
    if (found === old) old = old.nextSibling;
    else from.insertBefore(found, old);
    morph(found, wanted);
  }
  while (old) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
}

// A node without a key takes the place of the one that stands there, and of no other.
function find(old, wanted) {
  if (!old) return null;
  if (isSame(old, wanted)) return old;
  if (keyOf(wanted) === null) return null;
  for (let node = old.nextSibling; node; node = node.nextSibling) {
    if (isSame(node, wanted)) return node;
  }
  return null;
}
