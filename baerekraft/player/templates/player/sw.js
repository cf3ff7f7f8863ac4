{# Keeps visited public pages readable without network. Nothing about a person is ever kept here. #}
const CACHE = "baerekraft-{{ version }}";
const ASSETS = {{ assets|safe }};
const OFFLINE = {{ offline_urls|safe }};
const PUBLIC = /^\/((nn|en)\/)?(kurs\/(?!(sok|inn)\/)([\w-]+\/){0,2})?$/;
const LESSON = /\/kurs\/(?!alle\/)[\w-]+\/[\w-]+\/$/;
const HASHED = /^\/(static\/.*[.-][0-9a-f]{8,}|media\/public\/[\da-f-]+-\d+)\./; {# pictures, and never a film #}
const PATIENCE = 3000;
const PAGES = 60;
const FILES = 80;
const fromCache = new Set();

const saved = (path) => caches.match(path, { ignoreVary: true });

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(moveIn()));
self.addEventListener("message", (event) => event.waitUntil(greet(event.source)));

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(OFFLINE);
  await Promise.allSettled(ASSETS.map((asset) => cache.add(asset)));
  await self.skipWaiting();
}

{# A new version takes over what was visited under the old one: a lesson once opened stays readable. #}
async function moveIn() {
  await self.registration.navigationPreload?.enable();
  const cache = await caches.open(CACHE);
  for (const name of await caches.keys()) {
    if (name === CACHE) continue;
    const old = await caches.open(name);
    for (const request of await old.keys()) {
      if (!(await cache.match(request))) await cache.put(request, await old.match(request));
    }
    await caches.delete(name);
  }
  await trim(cache);
}

async function trim(cache) {
  const paths = await pathsIn(cache);
  const pages = paths.filter((path) => PUBLIC.test(path));
  const files = paths.filter((path) => HASHED.test(path) && !ASSETS.includes(path));
  for (const path of [...pages.slice(0, -PAGES), ...files.slice(0, -FILES)]) await cache.delete(path);
}

async function pathsIn(cache) {
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (HASHED.test(pathname)) return event.respondWith(file(event, pathname));
  if (request.mode !== "navigate") return;
  const fresh = network(event);
  if (PUBLIC.test(pathname)) event.waitUntil(fresh.then((response) => keep(pathname, response.clone())).catch(() => {}));
  event.respondWith(page(event, pathname, fresh));
});

async function network({ preloadResponse, request }) {
  return (await preloadResponse) ?? fetch(request);
}

async function file(event, path) {
  const found = await saved(path);
  if (found) return found;
  const response = await fetch(event.request);
  event.waitUntil(keep(path, response.clone()));
  return response;
}

async function keep(path, response) {
  const { headers, redirected, status } = response;
  const cache = await caches.open(CACHE);
  if (status === 404 || status === 410) return cache.delete(path);
  const page = PUBLIC.test(path) && headers.get("Content-Type")?.startsWith("text/html");
  const personal = /private|no-store/.test(headers.get("Cache-Control"));
  if (status !== 200 || redirected || personal || !(page || HASHED.test(path))) return;
  {# Taken out first, so that the newest stand last. #}
  await cache.delete(path);
  await cache.put(path, response);
  await trim(cache);
}

async function page(event, path, fresh) {
  const copy = PUBLIC.test(path) && (await saved(path));
  try {
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
    const response = await (copy ? Promise.race([fresh, late]) : fresh);
    if (!copy || response.status < 500) return response;
  } catch {
    {# No network, or one that is too slow to wait for. #}
  }
  fromCache.add(event.resultingClientId);
  return copy ? marked(copy, copy.body) : nothingHere(path);
}

function marked({ headers }, body) {
  const copied = new Headers(headers);
  for (const name of ["Content-Encoding", "Content-Length"]) copied.delete(name);
  copied.set("X-From-Cache", "1");
  return new Response(body, { headers: copied });
}

{# The page that says so, with the lessons that can be read. #}
async function nothingHere(visited) {
  const cache = await caches.open(CACHE);
  const own = OFFLINE.find((path) => visited.startsWith(path.slice(0, 4))) ?? OFFLINE[0];
  const page = await cache.match(own, { ignoreVary: true });
  if (!page) return Response.error();
  const links = [];
  for (const path of await pathsIn(cache)) {
    if (!LESSON.test(path)) continue;
    const html = await (await saved(path)).text();
    links.push(`<li><a href="${path}">${html.match(/<title>(.*) – /)?.[1] ?? path}</a></li>`);
  }
  const list = links.length ? `<ul data-visited>${links.join("")}</ul>` : "";
  return marked(page, (await page.text()).replace("<ul data-visited hidden></ul>", () => list));
}

{# A page says that it is here. It is told whether it came from the cache, and one that is older than the worker is kept. #}
async function greet(client) {
  if (fromCache.has(client.id)) return client.postMessage("from cache");
  const { pathname } = new URL(client.url);
  if (PUBLIC.test(pathname) && !(await saved(pathname))) await keep(pathname, await fetch(pathname));
}
