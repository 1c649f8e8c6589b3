// Keys for who works through the queue; they can be switched off, and rest while somebody writes.
const KEPT = "comaker-match-keys";
const isOn = () => window.localStorage.getItem(KEPT) !== "off";
const box = document.getElementById("keys-on");
if (box) {
  box.checked = isOn();
  box.addEventListener("change", () => window.localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  document.body.classList.toggle("no-keys", !isOn());
  box.addEventListener("change", () => document.body.classList.toggle("no-keys", !box.checked));
}
const writes = (element) => element?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  if (event.key === "Escape" && writes(event.target)) {
    document.getElementById("case-title")?.focus();
    return;
  }
  if (writes(event.target) || event.repeat) return;
  if (event.key === "?") {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  const wanted = document.querySelector(`#case [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted || document.querySelector("#case.htmx-request, #case .htmx-request")) return;
  event.preventDefault();
  if (wanted instanceof HTMLInputElement) {
    wanted.focus();
    wanted.select();
  } else {
    wanted.click();
  }
});

// After each answer the reader stands at the line that has come.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "case" && !event.target.closest?.("#case")) return;
  // Who has gone on in the meantime stays where he is.
  if (document.getElementById("case")?.contains(document.activeElement)) return;
  const looked = document.querySelector("#case input[type=search]");
  if (looked?.value) document.querySelector("#case .choices ol button")?.focus();
  else document.getElementById("case-title")?.focus();
});
