-- wrk's side of a measurement: method, file of bodies, wished status, and words that every answer must hold.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

local lines, at, status, must_hold = {}, 0, 200, ""
method, failed, example = "GET", 0, ""  -- global, so that done() can ask each thread

local function uuid7()
  -- wrk has no clock finer than seconds; the counter keeps the order.
  at = at + 1
  local ms = os.time() * 1000 + at % 1000
  return string.format("%08x-%04x-7%03x-%04x-%04x%08x", math.floor(ms / 65536), ms % 65536,
    math.random(0, 0xfff), math.random(0x8000, 0xbfff), math.random(0, 0xffff), math.random(0, 0x7fffffff))
end

function init(args)
  method, status, must_hold = args[1], tonumber(args[3]), args[4] or ""
  math.randomseed(os.time() + math.floor(os.clock() * 1000000))
  if args[2] and args[2] ~= "" then
    for line in io.lines(args[2]) do
      local cookie, body = line:match("^(.-)\t(.*)$")
      local head, tail = body:match("^(.-)@ID@(.*)$")
      table.insert(lines, { cookie, head or body, tail })
    end
  end
  if method == "GET" then
    request, response = nil, nil  -- wrk is faster without
  end
end

function request()
  local line = lines[at % #lines + 1]
  local headers = {}
  for name, value in pairs(wrk.headers) do headers[name] = value end
  if line[1] ~= "" then headers["Cookie"] = line[1] end
  local id = uuid7()
  return wrk.format(method, nil, headers, line[3] and line[2] .. id .. line[3] or line[2])
end

function response(got, headers, body)
  if got ~= status or (must_hold ~= "" and not body:find(must_hold, 1, true)) then
    failed = failed + 1
    example = got .. " " .. body:sub(1, 200):gsub("[^%w%p ]", " "):gsub("[\"\\]", "'")
  end
end

function done(summary, latency, requests)
  local bad, seen = 0, ""
  for _, thread in ipairs(threads) do
    bad = bad + (thread:get("failed") or 0)
    local its = thread:get("example")
    if its and its ~= "" then seen = its end
  end
  local errors = summary.errors
  if threads[1]:get("method") == "GET" then bad = errors.status end
  bad = bad + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('{"acknowledged": %d, "failed": %d, "seconds": %.4f, "example": "%s"}\n',
    summary.requests - bad, bad, summary.duration / 1e6, seen))
end
