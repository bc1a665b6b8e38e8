import type { Json } from '@posture/domain';
import { IPv4, IPv6, parse, parseCIDR } from 'ipaddr.js';
import { itemsOf, pick, textOf } from '../../../facts/wire';

/**
 * IPv6 sites get a /48 where IPv4 sites get about a /24; widths are compared on the IPv4 scale, so that one limit
 * serves both.
 */
const IPV6_TO_IPV4 = 24;

/**
 * Prefix length of the widest range among a zone's gateways, on the IPv4 scale; null when none can be read.
 * @param gateways `[{ type: 'CIDR' | 'RANGE', value }]` as Okta lists them
 */
export function widestPrefix(gateways: Json | undefined): number | null {
  const prefixes = itemsOf(gateways)
    .map((gateway) => prefixOf(textOf(pick(gateway, 'value')) ?? ''))
    .filter((prefix) => prefix !== null);
  return prefixes.length === 0 ? null : Math.min(...prefixes);
}

function prefixOf(text: string): number | null {
  const [low, high] = text.split('-').map((part) => part.trim());
  if (low === undefined || low === '') return null;
  if (high !== undefined) return rangePrefix(low, high);
  if (!low.includes('/')) return rangePrefix(low, low);
  if (!IPv4.isValidCIDRFourPartDecimal(low) && !IPv6.isValidCIDR(low)) return null;
  const [address, prefix] = parseCIDR(low);
  return onIpv4Scale(prefix, address.toByteArray().length * 8);
}

function rangePrefix(low: string, high: string): number | null {
  const from = bytesOf(low);
  const to = bytesOf(high);
  if (from === null || to === null || from.length !== to.length) return null;
  const addresses = valueOf(to) - valueOf(from) + 1n;
  if (addresses < 1n) return null;
  // The shortest power of two that holds them all, so that .0-.255 is a /24.
  const width = (addresses - 1n).toString(2).length * Number(addresses > 1n);
  return onIpv4Scale(from.length * 8 - width, from.length * 8);
}

function onIpv4Scale(prefix: number, size: number): number {
  return size === 32 ? prefix : Math.min(32, Math.max(0, prefix - IPV6_TO_IPV4));
}

/** Four decimal parts only: what the library also takes for an address ("10.1", hexadecimal) Okta does not. */
function bytesOf(address: string): number[] | null {
  return IPv4.isValidFourPartDecimal(address) || IPv6.isValid(address) ? parse(address).toByteArray() : null;
}

function valueOf(bytes: readonly number[]): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
