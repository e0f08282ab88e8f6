// The search and its four views: one question, in the address of the page, answered by all of them.
import { fill } from "./tables.js";
import { recipe } from "./recipes.js";
import { asked, linked, request } from "./question.js";
import { suggest } from "./suggest.js";
import { timeline } from "./timeline.js";
import { worldMap } from "./map.js";
import { network } from "./network.js";
import { matrix } from "./matrix.js";

// A page of a country or a person has some of the views, of a question of its own.
const { question: own } = document.getElementById("views").dataset;
const views = [timeline, worldMap, network, matrix].filter((view) => document.getElementById(view.id));
const current = () => asked(own ?? location.search);
const figures = new Map(views.map((view) => [view, document.getElementById(view.id)]));
const drawn = new Map();
let loading = null;

// Draws views for a question; what is under way for an older one is given up.
function show(question) {
  loading?.abort();
  loading = new AbortController();
  const { signal } = loading;
  return Promise.all(views.map((view) => draw(view, question, signal)));
}

let turn = Promise.resolve();

function frame() {
  turn = turn.then(() => new Promise((done) => requestAnimationFrame(() => done())));
  return turn;
}

async function draw(view, question, signal) {
  const figure = figures.get(view);
  const picture = figure.querySelector(".picture");
  picture.setAttribute("aria-busy", "true");
  try {
    const data = await view.load(question, signal);
    // Each view has a frame to itself, so that a hand that draws a range is never kept waiting.
    await frame();
    if (signal.aborted) return;
    figure.querySelector(".failed")?.remove();
    drawn.set(view, { data, question });
    view.draw(figure, data, question, hooks);
    figure.querySelector(".found").textContent = view.says(data);
    const table = figure.querySelector(".data");
    if (table.open) fill(table, view.table(data));
    const copies = figure.querySelector(".copies");
    if (copies.open) recipe(copies.querySelector(".recipe"), view.api(question), () => view.table(data));
    picture.setAttribute("aria-busy", "false");
  } catch (error) {
    if (signal.aborted) return;
    failed(figure, view, question, error);
  }
}

function failed(figure, view, question, error) {
  figure.querySelector(".failed")?.remove();
  const note = document.createElement("p");
  note.className = "failed";
  note.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "small";
  again.textContent = "Try again";
  again.addEventListener("click", () => show(question));
  note.append(`This could not be drawn: ${error.message} `, again);
  const picture = figure.querySelector(".picture");
  picture.setAttribute("aria-busy", "false");
  picture.after(note);
}

const hooks = {
  // Ask for something else: a new address, and everything after it.
  go(changes) { visit(linked(changes)); },
  // A range is being drawn: the other views follow, the address waits.
  brushing(datetime) {
    wanted = { datetime };
    if (!following) follow();
  },
  brushed(datetime) { wanted = null; this.go({ datetime }); },
};

let wanted = null;
let following = false;

// What a hand passes over is shown in numbers and shapes; everything else follows where the hand stops.
async function pass(view, question, signal) {
  try {
    const data = await view.load(question, signal);
    await frame();
    if (signal.aborted || !drawn.has(view)) return;
    view.brush(figures.get(view), data);
    figures.get(view).querySelector(".found").textContent = view.says(data);
  } catch { /* The question that is asked in the end says what is wrong. */ }
}

// One question at a time, and then the latest: a hand is faster than any server.
async function follow() {
  following = true;
  while (wanted) {
    const question = current();
    if (wanted.datetime) question.set("datetime", wanted.datetime); else question.delete("datetime");
    wanted = null;
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    await Promise.all(views.filter((view) => view.brush).map((view) => pass(view, question, signal)));
  }
  following = false;
}

async function visit(address, { push = true } = {}) {
  if (own) { location.assign(address); return; }
  if (push) history.pushState(null, "", address);
  await Promise.all([swap(address, push), show(current())]);
}

let swapping = null;
const PAGE = { Accept: "text/html" };

// The list, the choices and the chips come as the server makes them; the views stay.
async function swap(address, push) {
  swapping?.abort();
  swapping = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await request(address, swapping.signal, PAGE);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("results")) { location.assign(address); return; }
    // What a form sent may have a shorter address.
    if (push && answer.redirected) history.replaceState(null, "", answer.url);
    const before = document.activeElement;
    const at = before && before.closest("#results, #facets, #asked");
    for (const id of ["asked", "results", "facets"]) {
      const fresh = page.getElementById(id);
      if (fresh) document.getElementById(id)?.replaceWith(fresh);
    }
    const form = document.querySelector("form.search");
    if (!form.contains(document.activeElement)) form.replaceWith(page.querySelector("form.search"));
    document.title = page.title;
    document.getElementById("said").textContent = page.getElementById("count").textContent;
    if (at) focusAgain(at.id, before);
  } catch (error) {
    if (error.name === "AbortError") return;
    results.setAttribute("aria-busy", "false");
    const note = document.createElement("p");
    note.className = "failed";
    note.setAttribute("role", "alert");
    const again = document.createElement("button");
    again.type = "button";
    again.className = "small";
    again.textContent = "Try again";
    again.addEventListener("click", () => { note.remove(); visit(address, { push: false }); });
    note.append(`The list could not be had: ${error.message} `, again);
    results.querySelector(".failed")?.remove();
    results.prepend(note);
  }
}

// Whoever chose with the keyboard goes on from there.
function focusAgain(id, before) {
  const region = document.getElementById(id);
  const label = (one) => one.querySelector(".label")?.textContent ?? one.textContent;
  const same = [...(region?.querySelectorAll("a") ?? [])].find((one) => label(one) === label(before));
  (same ?? document.querySelector("#asked a") ?? document.getElementById("main")).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("main a[href]");
  if (!link || own) return;
  const to = new URL(link instanceof SVGElement ? link.href.baseVal : link.href, location.href);
  if (to.origin !== location.origin || to.pathname !== "/" || to.hash) return;
  event.preventDefault();
  visit(to.pathname + to.search);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.search")) return;
  event.preventDefault();
  const sent = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  // The server makes of the form's fields the address that one shares.
  request(`/?${sent}`, new AbortController().signal, PAGE)
    .then((answer) => { document.activeElement?.blur(); return visit(new URL(answer.url).pathname + new URL(answer.url).search); })
    .catch(() => form.submit());
});

if (!own) addEventListener("popstate", () => visit(location.pathname + location.search, { push: false }));

for (const [view, figure] of figures) {
  const table = figure.querySelector(".data");
  table.addEventListener("toggle", () => {
    const known = drawn.get(view);
    if (table.open && known) fill(table, view.table(known.data));
  });
  const copies = figure.querySelector(".copies");
  copies.addEventListener("toggle", () => {
    const known = drawn.get(view);
    if (copies.open && known) recipe(copies.querySelector(".recipe"), view.api(known.question), () => view.table(known.data));
  });
}

// A picture fits its place again when that becomes wider or narrower.
const widths = new Map();
const watch = new ResizeObserver((changes) => {
  for (const { target, contentRect } of changes) {
    const before = widths.get(target);
    widths.set(target, contentRect.width);
    if (before === undefined || Math.abs(before - contentRect.width) < 8) continue;
    const view = views.find((one) => figures.get(one).contains(target));
    const known = drawn.get(view);
    if (known) requestAnimationFrame(() => view.draw(figures.get(view), known.data, known.question, hooks));
  }
});
for (const figure of figures.values()) watch.observe(figure.querySelector(".picture"));

suggest();
show(current());

document.addEventListener("ask", (event) => visit(event.detail));
