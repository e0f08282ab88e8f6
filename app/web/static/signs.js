// Words and signs that several views share.
export const STATUSES = ["held", "ongoing", "scheduled", "proposed", "postponed", "cancelled"];
export const LEVELS = ["leader", "minister", "official", "unknown"];
const DAY = 86_400_000;

// By hand: the browser's own formats take a tenth of a second to be ready.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
export const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

// Days are days of the calendar, whatever the clock of the browser says.
const days = new Map();

export function day(text) {
  let found = days.get(text);
  if (!found) {
    const [year, month = 1, date = 1] = text.split("-").map(Number);
    found = new Date(Date.UTC(year, month - 1, date));
    // The calendar's own first century; `Date.UTC` takes such years for the last one.
    if (year < 100) found.setUTCFullYear(year);
    days.set(text, found);
  }
  return found;
}

export const iso = (date) => date.toISOString().slice(0, 10);
export const after = (date) => new Date(date.getTime() + DAY);
export const before = (date) => new Date(date.getTime() - DAY);

export function inWords(text) {
  const [year, month, date] = text.split("-").map(Number);
  return [date, month && MONTHS[month - 1], year].filter(Boolean).join(" ");
}

// A whole month or year by its name.
export function interval(first, last) {
  if (first === last) return inWords(first);
  const until = after(day(last)).getUTCDate() === 1 && first.endsWith("-01") && first.slice(0, 4) === last.slice(0, 4);
  if (until && first.slice(0, 7) === last.slice(0, 7)) return inWords(first.slice(0, 7));
  if (until && first.slice(5, 7) === "01" && last.slice(5, 7) === "12") return first.slice(0, 4);
  return `between ${inWords(first)} and ${inWords(last)}`;
}

export const width = (place) => Math.max(260, Math.floor(place.clientWidth));

export function readout(figure, text) { figure.querySelector(".found").textContent = text; }
