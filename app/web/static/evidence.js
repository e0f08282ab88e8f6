// Lights up, in every article, the sentence and the words for the value that somebody points at or chooses.
const facts = [...document.querySelectorAll("[data-key]")];
const spans = [...document.querySelectorAll("[data-s]")];
const hint = document.querySelector(".hint");
const passages = [...document.querySelectorAll(".passage")];
const hinted = hint?.textContent;
let kept = null;

const has = (span, name, key) => (span.dataset[name] ?? "").split(" ").includes(key);

function light(key) {
  for (const span of spans) {
    span.classList.toggle("lit", key !== null && has(span, "s", key));
    span.classList.toggle("lit-word", key !== null && has(span, "w", key));
  }
  for (const fact of facts) fact.classList.toggle("chosen", key !== null && fact.dataset.key === key);
  if (key === null) { if (hint) hint.textContent = hinted; return; }
  const lit = passages.filter((passage) => passage.querySelector(".lit-word"));
  for (const passage of lit) reveal(passage, passage.querySelector(".lit-word"));
  if (hint) hint.textContent = `${lit.length} of ${passages.length} article${passages.length === 1 ? "" : "s"} say${lit.length === 1 ? "s" : ""} so.`;
}

// Only the passage scrolls, so that the value stays under the pointer.
function reveal(passage, word) {
  const place = word.offsetTop - passage.offsetTop;
  passage.scrollTop = Math.max(0, place - passage.clientHeight / 3);
}

for (const fact of facts) {
  fact.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") light(fact.dataset.key); });
  fact.addEventListener("pointerleave", () => light(kept));
  fact.addEventListener("focus", () => light(fact.dataset.key));
  fact.addEventListener("blur", () => light(kept));
  fact.addEventListener("click", (event) => {
    event.preventDefault();
    kept = kept === fact.dataset.key ? null : fact.dataset.key;
    light(kept);
    history.replaceState(null, "", kept ? `#w-${kept}` : location.pathname + location.search);
    if (kept) nearest()?.scrollIntoView({ block: "nearest", behavior: "auto" });
  });
}
addEventListener("keydown", (event) => { if (event.key === "Escape") { kept = null; light(null); } });

// The first lit article, where none can be seen: on a narrow screen they stand below.
function nearest() {
  const lit = passages.filter((passage) => passage.querySelector(".lit-word"));
  const seen = lit.some((passage) => {
    const box = passage.getBoundingClientRect();
    return box.top < innerHeight - 40 && box.bottom > 40;
  });
  return seen ? null : lit[0]?.closest(".source");
}

// An address may name a value: `#w-start`.
if (location.hash.startsWith("#w-")) { kept = decodeURIComponent(location.hash.slice(3)); light(kept); }

// Somebody may point at a value before this is there.
const under = facts.find((fact) => fact === document.activeElement || (matchMedia("(hover: hover)").matches && fact.matches(":hover")));
if (under && kept === null) light(under.dataset.key);
