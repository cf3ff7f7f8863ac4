// A row's answers as few characters, for systems that give little room.
//
// Each exercise is its name's hash (5), its score in thousandths (2, or "--") and its answer, and ends with "~". What does
// not fit loses its answer first, the longest ones: what is done and what it scored are always there. Only characters
// that no system trips over are used.

const MARK = "1";
const SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LETTERS = {
  choice: "c",
  choices: "m",
  path: "p",
  order: "o",
  guess: "g",
  verdicts: "v",
  known: "k",
  matches: "x",
  places: "s",
};
const WORDS = { fact: "F", myth: "M", yes: "Y", no: "N" };

const turned = (pairs) => Object.fromEntries(Object.entries(pairs).map(([name, letter]) => [letter, name]));
const FIELDS = turned(LETTERS);
const MEANINGS = turned(WORDS);

// FNV-1a, of which thirty bits are enough to tell a few hundred exercises apart. By name and not by place, so that a
// newer edition of the lesson still finds its own.
export function hashed(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Array.from({ length: 5 }, (_, place) => SAFE[(hash >>> (6 * place)) & 63]).join("");
}

// Not by its constructor: an answer from a page in a frame has that window's.
function isPairs(value) {
  return !!value && typeof value === "object" && !Array.isArray(value);
}

function same(one, other) {
  const sorted = (_, value) => (isPairs(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

function written(answer) {
  if (answer === true) return "";
  const short = shortly(answer);
  return short && same(read(short), answer) ? short : `j${encodeURIComponent(JSON.stringify(answer)).replace(/[~!'()*]/g, coded)}`;
}

function coded(character) {
  return `%${character.charCodeAt(0).toString(16)}`;
}

function shortly(answer) {
  const [[field, value] = [], ...more] = Object.entries(answer ?? {});
  const letter = LETTERS[field];
  if (!letter || more.length) return "";
  if (!isPairs(value)) return letter + (Array.isArray(value) ? value.join("") : value);
  const lines = Object.keys(value).sort();
  return letter + lines.map((key) => key + (WORDS[value[key]] ?? value[key])).join("");
}

function read(text) {
  if (!text) return true;
  const [letter, ...signs] = text;
  const value = signs.join("");
  const field = FIELDS[letter];
  if (letter === "j") return JSON.parse(decodeURIComponent(value));
  if ("mpo".includes(letter)) return { [field]: signs };
  if ("vkxs".includes(letter)) {
    const lines = Array.from({ length: signs.length / 2 }, (_, line) => signs.slice(2 * line, 2 * line + 2));
    return { [field]: Object.fromEntries(lines.map(([key, sign]) => [key, MEANINGS[sign] ?? sign])) };
  }
  return { [field]: letter === "g" ? Number(value) : value };
}

// The state's exercises, each as its own piece. A guess needs no more figures than anybody can mean.
export function pieces({ answers, scores }) {
  return Object.entries(answers).flatMap(([lesson, given]) =>
    Object.entries(given).map(([id, answer]) => {
      const score = scores[lesson]?.[id];
      const grade = typeof score === "number" ? Math.round(score * 1000).toString(36).padStart(2, "0") : "--";
      const meant = typeof answer.guess === "number" ? { guess: Number(answer.guess.toPrecision(12)) } : answer;
      return hashed(`${lesson}/${id}`) + grade + written(meant);
    }),
  );
}

export function packed(state, room) {
  const all = pieces(state);
  let length = MARK.length + all.reduce((sum, piece) => sum + piece.length + 1, 0);
  for (const piece of [...all].sort((one, other) => other.length - one.length)) {
    if (length <= room) break;
    all[all.indexOf(piece)] = piece.slice(0, 7);
    length -= piece.length - 7;
  }
  return told(all);
}

export function told(some) {
  return MARK + some.map((piece) => `${piece}~`).join("");
}

// What `text` tells of the exercises in `plan` ({lesson: [ids]}). An answer that cannot be read was given all the same.
export function unpacked(text, plan) {
  const answers = {};
  const scores = {};
  const lines = text?.startsWith(MARK) ? text.slice(MARK.length).split("~") : [];
  const found = new Map(lines.map((piece) => [piece.slice(0, 5), piece.slice(5)]));
  for (const [lesson, ids] of Object.entries(plan)) {
    for (const id of ids) {
      const piece = found.get(hashed(`${lesson}/${id}`));
      if (piece === undefined) continue;
      try {
        (answers[lesson] ??= {})[id] = read(piece.slice(2));
      } catch {
        answers[lesson][id] = true;
      }
      const score = parseInt(piece.slice(0, 2), 36) / 1000;
      if (score >= 0 && score <= 1) (scores[lesson] ??= {})[id] = score;
    }
  }
  return { answers, scores };
}
