/* Checks an Open Badge as another system would: with Digital Bazaar's libraries, and none of our code.
   In: {badge, contexts} as JSON. Out: {verified, why}. Contexts are local; the issuer and the status list are asked for. */
import { text } from "node:stream/consumers";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import * as vc from "@digitalbazaar/vc";

const { badge, contexts } = JSON.parse(await text(process.stdin));

async function documentLoader(url) {
  const document = contexts[url] ?? (url.startsWith("did:web:") ? await known(url) : await fetched(url));
  return { contextUrl: null, documentUrl: url, document };
}

/* did:web, with http where the host is this machine's own. */
async function known(url) {
  const [did, fragment] = url.split("#");
  const host = decodeURIComponent(did.slice("did:web:".length));
  const found = await fetched(`${host.startsWith("127.0.0.1") ? "http" : "https"}://${host}/.well-known/did.json`);
  if (!fragment) return found;
  const method = found.verificationMethod.find(({ id }) => id === url);
  if (!method) throw new Error(`${did} has no key ${fragment}`);
  return { "@context": found["@context"], ...method };
}

async function fetched(url) {
  const response = await fetch(url, { headers: { Accept: "application/vc, application/did+json" } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

const suite = new DataIntegrityProof({ cryptosuite });
const answer = await vc.verifyCredential({
  credential: badge,
  suite,
  documentLoader,
  checkStatus: (options) => checkStatus({ ...options, suite, documentLoader, verifyBitstringStatusListCredential: true }),
});
const reasons = [answer.error, ...(answer.error?.errors ?? []), answer.statusResult?.error].filter(Boolean);
/* The issuer whom the badge names is the one whose key signed it. */
const names = typeof badge.issuer === "string" ? badge.issuer : badge.issuer.id;
const signer = badge.proof?.verificationMethod?.split("#")[0];
if (names !== signer) reasons.push(new Error(`issued by ${names}, signed by ${signer}`));
const revoked = (answer.statusResult?.results ?? []).some(({ status }) => status);
if (revoked) reasons.push(new Error("revoked"));
console.log(JSON.stringify({
  verified: answer.verified && names === signer && !revoked,
  why: reasons.map(({ message }) => message).join("; "),
}));
