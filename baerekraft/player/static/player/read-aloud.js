// Reads the lesson aloud with the browser's own voices, a sentence at a time: Chrome falls silent in long ones.

import { each } from "./page.js";

const VOICES = { nb: /^n[bo]/, nn: /^n[nbo]/, en: /^en/ };
const READ = "h1, h2, h3, p, li, legend, .option > label";
const QUIET = "nav, figcaption, sup, [popover], form > p, .small, :has(> .sources)";
// A sentence, else as many whole words as there is room for.
const SENTENCE = /\S.{0,179}?[.!?]»?(?=\s+[\p{Lu}«]|$)|\S.{0,179}(?=\s|$)/gu;
const reader = document.querySelector("[data-read-aloud]");
const stopper = document.querySelector("[data-read-aloud-stop]");
const play = reader?.textContent;
let sentences = [];
let speech;

function gather() {
  each(`main :is(${READ})`, (element) => {
    if (!element.getClientRects().length || element.closest(QUIET) || element.querySelector(READ)) return;
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(QUIET)) part.remove();
    const text = copy.textContent.replaceAll("\u00AD", "").replace(/\s+/g, " ").trim();
    for (const [sentence] of text.matchAll(SENTENCE)) sentences.push([element, sentence]);
  });
}

function speak() {
  if (!sentences.length) return halt();
  const [element, sentence] = sentences[0];
  const { lang } = element.closest("[lang]");
  speech = new SpeechSynthesisUtterance(sentence);
  speech.lang = lang;
  // A voice in the device itself sends nothing to anyone.
  speech.voice = speechSynthesis.getVoices().find((voice) => voice.localService && VOICES[lang]?.test(voice.lang));
  speech.onerror = halt;
  speech.onend = () => {
    sentences.shift();
    speak();
  };
  mark(element);
  reader.textContent = reader.dataset.pause;
  stopper.hidden = false;
  speechSynthesis.speak(speech);
}

function mark(element) {
  each(".reading", ({ classList }) => classList.remove("reading"));
  element?.classList.add("reading");
}

// Going on starts the sentence over: the browsers' own pause is forgotten by some and never ended by others.
function pause() {
  if (speech) speech.onend = speech.onerror = null;
  speech = null;
  speechSynthesis.cancel();
  reader.textContent = reader.dataset.resume;
}

function halt() {
  pause();
  sentences = [];
  mark();
  reader.textContent = play;
  // The stop button goes; focus must not go with it.
  if (document.activeElement === stopper) reader.focus();
  stopper.hidden = true;
}

if (reader && window.speechSynthesis) {
  reader.hidden = false;
  reader.addEventListener("click", () => {
    if (speech) return pause();
    if (!sentences.length) gather();
    speak();
  });
  stopper.addEventListener("click", halt);
  addEventListener("pagehide", halt);
}
