// Reads the lesson aloud with the browser's own voices, one sentence at a time: Chrome falls silent in long ones.

const VOICES = { nb: ["nb", "no"], nn: ["nn", "no", "nb"] };
const READ = "h1, h2, h3, h4, p, li, legend, .option > label";
const QUIET = `nav, figcaption, button:not(.term), sup, svg, table, [popover], [hidden], .exercise-actions, .exercise-kind,
  :has(> .sources), p:has(> a[href^="#kilde"])`;
const SENTENCE = /.{1,180}?[.!?:;…]+["»)]*(?=\s|$)|.{1,180}(?=\s|$)|.{1,180}/gsu;
const reader = document.querySelector("[data-read-aloud]");
const stopper = document.querySelector("[data-read-aloud-stop]");
const play = reader?.textContent;
let sentences = [];
let place = 0;
let utterance;

function gather() {
  const root = document.querySelector("main article") ?? document.querySelector("main");
  const found = [...root.querySelectorAll(READ)].filter(
    (element) => element.getClientRects().length && !element.closest(QUIET) && !element.querySelector(READ),
  );
  return found.flatMap((element) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(QUIET)) part.remove();
    const text = copy.textContent.replaceAll("\u00AD", "").replace(/\s+/g, " ").trim();
    return (text.match(SENTENCE) ?? []).map((sentence) => ({ element, sentence }));
  });
}

function speak() {
  const next = sentences[place];
  if (!next) return halt();
  const { lang } = next.element.closest("[lang]");
  const wanted = VOICES[lang] ?? [lang];
  // A voice in the device itself sends nothing to anyone.
  const voices = speechSynthesis.getVoices().toSorted((one, other) => other.localService - one.localService);
  utterance = new SpeechSynthesisUtterance(next.sentence);
  utterance.lang = lang;
  utterance.voice = wanted.flatMap((code) => voices.filter((voice) => voice.lang.startsWith(code)))[0] ?? null;
  utterance.onend = (event) => {
    if (event.target !== utterance) return;
    place += 1;
    speak();
  };
  utterance.onerror = (event) => event.target === utterance && halt();
  mark(next.element);
  speechSynthesis.speak(utterance);
}

function mark(element) {
  document.querySelector(".reading")?.classList.remove("reading");
  element?.classList.add("reading");
}

// Resuming starts the sentence over: the browsers' own pause is forgotten by some and never ended by others.
function pause() {
  utterance = null;
  speechSynthesis.cancel();
}
