// Suggestions while somebody types into a search box, and Escape to close what a value shows. Pages work without it.
"use strict";

function suggest(box) {
  const list = document.getElementById(box.getAttribute("list"));
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      if (box.value.trim().length < 2) return;
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`);
      if (!answer.ok) return;
      const options = (await answer.json()).map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      });
      list.replaceChildren(...options);
    }, 150);
  });
}

function copy(button) {
  button.addEventListener("click", async () => {
    const code = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(code); // all there is where a page came over plain HTTP: no clipboard
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(code.textContent);
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

for (const box of document.querySelectorAll("input[data-suggest]")) suggest(box);
for (const button of document.querySelectorAll("button[data-copy]")) copy(button);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (document.activeElement) document.activeElement.blur();
  for (const fact of document.querySelectorAll(".fact:hover")) { // until the pointer comes again
    fact.classList.add("closed");
    fact.addEventListener("pointerleave", () => fact.classList.remove("closed"), { once: true });
  }
});

// Keep what a value shows inside the window, and out of the boxes that scroll, where it would be cut off.
function placed(fact) {
  const note = fact.querySelector(".evidence");
  const put = () => {
    const at = fact.getBoundingClientRect();
    note.style.position = "fixed";
    note.style.left = "0";
    const width = note.offsetWidth, height = note.offsetHeight;
    const below = at.bottom + height <= window.innerHeight || at.top < height;
    note.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
    note.style.top = `${below ? at.bottom : at.top - height}px`;
  };
  fact.addEventListener("pointerenter", put);
  fact.addEventListener("focusin", put);
}
for (const fact of document.querySelectorAll(".fact")) placed(fact);
