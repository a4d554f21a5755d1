// Applies the theme before the first paint: the reader's choice where there is one, else the system's.
const system = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => localStorage.getItem("theme");
const current = () => chosen() ?? (system.matches ? "dark" : "light");

function apply() {
  document.documentElement.dataset.theme = current();
  for (const sheet of document.querySelectorAll("[data-theme-sheet]")) {
    sheet.media = sheet.dataset.themeSheet === current() ? "all" : "not all";
  }
}

apply();
system.addEventListener("change", apply);
addEventListener("storage", apply);
addEventListener("click", (event) => {
  if (!event.target.closest("[data-toggle-theme]")) return;
  const next = current() === "dark" ? "light" : "dark";
  // Back at what the system says, the page follows the system again.
  if (next === (system.matches ? "dark" : "light")) localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
  apply();
});
