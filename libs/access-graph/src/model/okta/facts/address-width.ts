import type { Json } from '@posture/domain';
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
  const [address, length] = low.split('/');
  const bits = address === undefined ? null : bitsOf(address);
  if (bits === null) return null;
  const prefix = length === undefined ? bits.size : Number(length);
  return Number.isInteger(prefix) && prefix >= 0 && prefix <= bits.size ? onIpv4Scale(prefix, bits.size) : null;
}

function rangePrefix(low: string, high: string): number | null {
  const from = bitsOf(low);
  const to = bitsOf(high);
  if (from === null || to === null || from.size !== to.size || to.value < from.value) return null;
  const addresses = to.value - from.value + 1n;
  // The shortest power of two that holds them all, so that .0-.255 is a /24.
  const width = (addresses - 1n).toString(2).length * Number(addresses > 1n);
  return onIpv4Scale(from.size - width, from.size);
}

function onIpv4Scale(prefix: number, size: number): number {
  return size === 32 ? prefix : Math.min(32, Math.max(0, prefix - IPV6_TO_IPV4));
}

function bitsOf(address: string): { value: bigint; size: 32 | 128 } | null {
  if (address.includes(':')) {
    const value = ipv6(address);
    return value === null ? null : { value, size: 128 };
  }
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)) return null;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), size: 32 };
}

function ipv6(address: string): bigint | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(parseInt(group, 16)), 0n);
}
