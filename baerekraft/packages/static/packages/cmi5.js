// Starts the unit: on a lesson's own page, or in the shell around a part, whose driver the framed lessons use.

import { Unit } from "./cmi5-unit.js";
import { openOutside, run } from "./run.js";

const unit = new Unit();
const shell = document.querySelector("iframe[data-shell]");

if (shell) window.baerekraftDriver = unit;

// Once, when the part is opened: on to the first lesson that is not done.
async function openNext(lesson) {
  await unit.start();
  const next = Object.keys(lesson.row).find((key) => !lesson.isDone(key));
  if (next) shell.src = new URL(`../${next}.html`, location.href).href;
}

const opened = run(unit);
openOutside();
if (shell) openNext(opened);
