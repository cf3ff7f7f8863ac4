// SCORM 1.2, Run-Time Environment, 3.3 (the calls) and 3.4 (the data model).

import { launch } from "./scorm.js";

function two(number) {
  return String(number).padStart(2, "0");
}

launch({
  room: 4096,
  calls: {
    api: "API",
    begin: "LMSInitialize",
    end: "LMSFinish",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    error: "LMSGetLastError",
  },
  names: {
    learner: "cmi.core.student_id",
    name: "cmi.core.student_name",
    mode: "cmi.core.lesson_mode",
    entry: "cmi.core.entry",
    status: "cmi.core.lesson_status",
    location: "cmi.core.lesson_location",
    state: "cmi.suspend_data",
    points: "cmi.core.score.raw",
    least: "cmi.core.score.min",
    most: "cmi.core.score.max",
    time: "cmi.core.session_time",
    exit: "cmi.core.exit",
  },
  // CMITimespan: HHHH:MM:SS.SS
  duration(seconds) {
    const hours = Math.min(9999, Math.floor(seconds / 3600));
    const minutes = Math.floor(seconds / 60) % 60;
    return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(Math.floor(seconds) % 60)}`;
  },
});
