// SCORM 2004 4th Edition, Run-Time Environment, 3.1 (the calls) and 4.2 (the data model).

import { launch } from "./scorm.js";

launch({
  room: 64_000,
  calls: {
    api: "API_1484_11",
    begin: "Initialize",
    end: "Terminate",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    error: "GetLastError",
  },
  names: {
    learner: "cmi.learner_id",
    name: "cmi.learner_name",
    mode: "cmi.mode",
    entry: "cmi.entry",
    status: "cmi.completion_status",
    location: "cmi.location",
    state: "cmi.suspend_data",
    points: "cmi.score.raw",
    least: "cmi.score.min",
    most: "cmi.score.max",
    share: "cmi.score.scaled",
    progress: "cmi.progress_measure",
    time: "cmi.session_time",
    exit: "cmi.exit",
  },
  // timeinterval (second,10,2), ISO 8601
  duration(seconds) {
    return `PT${Math.floor(seconds / 3600)}H${Math.floor(seconds / 60) % 60}M${Math.floor(seconds) % 60}S`;
  },
});
