// Keeps a page fresh: asks the server for it every two seconds while it is visible, and sends its forms without leaving it.
import { morph } from "./morph.js";

const everyMs = 2000;
const flashMs = 6000;
const live = document.querySelector("[data-live]");
const offline = document.getElementById("offline");
let turn = 0;
let loading = 0;
let flashUntil = 0;

// Shows an answer, unless something newer was asked for meanwhile.
async function show(request, mine) {
  const response = await fetch(request);
  if (new URL(response.url).pathname === "/sign-in") return location.reload();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (mine !== turn) return;
  if (!fresh) throw new Error(`The server answered ${response.status}.`);
  keepFlash(fresh);
  morph(live, fresh);
  document.title = page.title;
}

// A sentence about what was just done stays for some seconds, though later pages no longer have it.
function keepFlash(fresh) {
  if (fresh.querySelector("[data-flash]")) flashUntil = Date.now() + flashMs;
  else if (Date.now() < flashUntil) {
    const flash = live.querySelector("[data-flash]");
    if (flash) fresh.prepend(flash.cloneNode(true));
  }
}

async function load(request) {
  const mine = ++turn;
  loading++;
  try {
    await show(request, mine);
    offline.hidden = true;
  } catch {
    offline.hidden = false;
  } finally {
    loading--;
  }
}

const busy = () => document.hidden || loading > 0 || document.querySelector("dialog[open]");

async function beat() {
  if (!busy()) await load(location.href);
  setTimeout(beat, everyMs);
}

// Filters change the address, so that it can be shared and "back" works.
async function filter(form) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const url = new URL(form.action);
  url.search = new URLSearchParams(fields);
  history.replaceState(null, "", url);
  await load(url);
}

async function send(form) {
  form.closest("dialog")?.close();
  await load(new Request(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }));
}

function openDialog(opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  const form = dialog.querySelector("form[method=post]");
  form.reset();
  form.action = opener.dataset.action;
  for (const [name, value] of Object.entries(JSON.parse(opener.dataset.fill ?? "{}"))) form.elements[name].value = value;
  dialog.querySelector("[data-subject]").textContent = opener.dataset.subject;
  dialog.showModal();
}

if (live) {
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-filter]")) {
      event.preventDefault();
      filter(form);
    } else if (form.matches("[data-send]")) {
      event.preventDefault();
      send(form);
    }
  });
  let typing;
  addEventListener("input", (event) => {
    const form = event.target.closest("[data-filter]");
    if (!form) return;
    clearTimeout(typing);
    typing = setTimeout(() => filter(form), event.target.type === "search" ? 250 : 0);
  });
  addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener);
    event.target.closest("[data-closes]")?.closest("dialog").close();
  });
  document.querySelector("[data-submits]")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
  document.addEventListener("visibilitychange", () => busy() || load(location.href));
  if (live.querySelector("[data-flash]")) flashUntil = Date.now() + flashMs;
  setTimeout(beat, everyMs);
}
