import * as ipaddr from 'ipaddr.js';
import { DomainError } from '@posture/domain';
import type { AppConfig } from '@posture/platform';

/** Which private receivers the one who runs this installation admits; nobody can through the API. */
export interface Admitted {
  /** Networks, as `10.20.0.0/16`; never link-local ones, where clouds answer for the machine. */
  readonly networks: readonly string[];
  /** Receivers on this machine, over http too; for trying. */
  readonly loopback: boolean;
  /** Beside those that receivers of a kind listen at. */
  readonly ports: readonly number[];
}

/** What an installation's settings admit. */
export function admittedBy({ alertNetworks, alertPorts, allowLoopback }: AppConfig): Admitted {
  return { networks: alertNetworks, ports: alertPorts.map(Number), loopback: allowLoopback };
}

/** The agent of a cloud's host answers there, in the midst of public addresses. */
const HOST_AGENT = '168.63.129.16';
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa'];
/** Ranges that no setting opens. */
const NEVER = new Set(['linkLocal', 'unspecified', 'broadcast', 'multicast', 'reserved']);

/** How the receivers of one kind are reached. */
export interface Reach {
  /** The first is the usual one; `https:` may be `http:` on this machine where that is admitted. */
  readonly protocols: readonly string[];
  /** Where such receivers listen. */
  readonly ports: readonly number[];
  /** What a host has to be or end with; absent: any. */
  readonly hosts?: readonly string[];
  /** Such as `https://siem.acme.example/in`. */
  readonly example: string;
}

/** The port of an address whose protocol has none of its own. */
export function portOf(url: URL, { ports }: Reach): number {
  return url.port === '' ? ports[0]! : Number(url.port);
}

/**
 * The address of a receiver as an operator gives it.
 * @throws {DomainError} `channel.url_invalid`
 */
export function targetOf(text: string, reach: Reach, admitted: Admitted): URL {
  let url: URL;
  try {
    url = new URL(text);
    // Of protocols the URL standard does not know, it leaves numbers as they are written.
    url.hostname = new URL(`https://${url.hostname}`).hostname;
  } catch {
    throw invalid('It is no address.', `Give the whole address, such as ${reach.example}.`);
  }
  const host = hostOf(url);
  const isLocal = admitted.loopback && (host === 'localhost' || isAddressIn(host, 'loopback'));
  const isPlain = isLocal && url.protocol === 'http:' && reach.protocols.includes('https:');
  if (!reach.protocols.includes(url.protocol) && !isPlain)
    throw invalid(
      `It is not reached over ${reach.protocols.join(' or ')}`,
      `Give an address that begins with ${reach.protocols[0]!}//.`,
    );
  if (url.username !== '' || url.password !== '')
    throw invalid('It holds a user or a password.', 'Give it without; what is sent is proven by its signature.');
  if (url.hash !== '') throw invalid('It holds a fragment, which is never sent.', 'Leave out what follows the #.');
  if (isLocal) return url;
  if (reach.hosts !== undefined && !reach.hosts.some((each) => host === each || host.endsWith(`.${each}`)))
    throw invalid(`"${host}" is no host of such receivers.`, `Its host ends with ${reach.hosts.join(' or ')}.`);
  const ports = [...reach.ports, ...admitted.ports];
  if (url.port !== '' && !ports.includes(Number(url.port)) && !isPrivateTarget(host, admitted))
    throw invalid(
      `Port ${url.port} is not one such receivers listen at.`,
      `Use ${reach.ports.join(' or ')}, or have it admitted with POSTURE_ALERT_PORTS.`,
    );
  if (ipaddr.isValid(host)) {
    if (!admits(host, admitted)) throw hidden(host);
  } else if (!host.includes('.') || PRIVATE_SUFFIXES.some((each) => host === each || host.endsWith(`.${each}`))) {
    throw hidden(host);
  }
  return url;
}

/** Whether a connection to that address may be opened. */
export function admits(address: string, { networks, loopback }: Admitted): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'unicast') return parsed.toString() !== HOST_AGENT;
  if (range === 'loopback') return loopback;
  if (NEVER.has(range)) return false;
  const inside = ipaddr.subnetMatch(parsed, { admitted: networks.map((network) => ipaddr.parseCIDR(network)) }, 'none');
  return inside === 'admitted';
}

/** Without the brackets of an IPv6 address and the dot at the end of a name. */
export function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function isAddressIn(host: string, range: string): boolean {
  return ipaddr.isValid(host) && ipaddr.process(host).range() === range;
}

function isPrivateTarget(host: string, admitted: Admitted): boolean {
  return ipaddr.isValid(host) && ipaddr.process(host).range() !== 'unicast' && admits(host, admitted);
}

/** What an address or the name that led to it is refused with. */
export function hidden(host: string): DomainError {
  return invalid(
    `"${host}" is, or leads to, an address that is not public.`,
    'Give a public receiver. One in your own network has to be admitted with POSTURE_ALERT_NETWORKS by whoever runs this installation.',
  );
}

function invalid(message: string, remedy: string): DomainError {
  return new DomainError('channel.url_invalid', 'invalid', `The receiver's address cannot be used: ${message}`, {
    field: 'url',
    remedy,
  });
}
