import { textHash } from '../../org/generate/dice';
import type { Network } from '../log-event';
import { CITIES, HOME_CITIES, type City } from './places';

/** The zone of the org its offices and its VPN are in. */
export const OFFICE_ZONE = 'Offices and VPN';
export const DATA_CENTRE_ZONE = 'Data centre';

const asnOf = (base: number, city: City): number => base + CITIES.indexOf(city);
const homeIndex = (city: City): number => Math.max(0, HOME_CITIES.indexOf(city));

/** One address a site. */
export function officeNetwork(city: City): Network {
  return {
    ...{ ip: `192.0.2.${10 + homeIndex(city)}`, place: city, asn: 64_496, org: 'Brightwater Instruments' },
    ...{ domain: 'brightwater.example', isProxy: false, zone: OFFICE_ZONE },
  };
}

/** What a provider of the city gives a household: the address changes every few weeks. */
export function homeNetwork(city: City, household: number, lease: number): Network {
  const host = textHash(`${household}/${lease}`);
  const provider = household % 3;
  return {
    ip: `198.18.${(host >>> 8) & 0xff}.${1 + (host % 254)}`,
    place: city,
    asn: asnOf(64_600 + provider * 20, city),
    org: `${['Lakeline', 'Copperleaf', 'Northfibre'][provider]} ${city.city}`,
    domain: `${['lakeline', 'copperleaf', 'northfibre'][provider]}-${city.code.toLowerCase()}.example`,
    isProxy: false,
    zone: null,
  };
}

/** A carrier's gateway: hundreds share an address, another one an hour later. Abroad it stands in the capital. */
export function mobileNetwork(city: City, pool: number): Network {
  return {
    ip: `198.51.100.${32 + (asnOf(0, city) * 6 + (pool % 6))}`,
    place: city,
    asn: asnOf(64_700, city),
    org: `Wavecell ${city.country}`,
    domain: `wavecell-${city.code.toLowerCase()}.example`,
    isProxy: false,
    zone: null,
  };
}

/** The company's VPN: everybody comes out at headquarters. */
export function vpnNetwork(): Network {
  const city = HOME_CITIES[0] as City;
  return {
    ...{ ip: '203.0.113.70', place: city, asn: 64_497, org: 'Brightwater Instruments VPN' },
    ...{ domain: 'vpn.brightwater.example', isProxy: false, zone: OFFICE_ZONE },
  };
}

/** A VPN people pay for themselves, known as a proxy; its exits are few. */
export function consumerVpn(city: City, exit: number): Network {
  return {
    ...{
      ip: `203.0.113.${200 + (exit % 8)}`,
      place: city,
      asn: 64_800,
      org: 'Burrow VPN',
      domain: 'burrowvpn.example',
    },
    ...{ isProxy: true, zone: null, tunnel: { operator: 'BURROW_VPN', type: 'VPN' } as const },
  };
}

/** The relay a phone's maker puts between: many people to an address, near where they are. */
export function privateRelay(city: City, exit: number): Network {
  return {
    ip: `2001:db8:beef:${asnOf(0, city).toString(16)}::${(exit % 40).toString(16)}`,
    ...{ place: city, asn: 64_801, org: 'Veil Relay', domain: 'veilrelay.example', isProxy: true, zone: null },
    tunnel: { operator: 'VEIL_RELAY', type: 'PROXY' },
  };
}

/** Hotel or home of a friend. */
export function awayNetwork(city: City, guest: number): Network {
  return {
    ip: `198.19.${asnOf(0, city)}.${1 + (guest % 250)}`,
    ...{ place: city, asn: asnOf(64_760, city), org: `Guestline ${city.city}` },
    ...{ domain: `guestline-${city.code.toLowerCase()}.example`, isProxy: false, zone: null },
  };
}

/** Where the company's own programs run. */
export function dataCentre(host: number): Network {
  return {
    ...{ ip: `198.51.100.${1 + (host % 30)}`, place: HOME_CITIES[0] as City, asn: 64_498, org: 'Stonebridge Hosting' },
    ...{ domain: 'stonebridge.example', isProxy: false, zone: DATA_CENTRE_ZONE },
  };
}

/** A rented machine of an attacker. */
export function hostingNetwork(city: City, host: number): Network {
  return {
    ip: `198.19.${128 + ((host >>> 8) & 0x7f)}.${1 + (host % 250)}`,
    ...{ place: city, asn: asnOf(64_850, city), org: `Cheapstack ${city.city}`, domain: 'cheapstack.example' },
    ...{ isProxy: false, zone: null },
  };
}

/** A residential proxy or an exit of an anonymiser. */
export function anonymiser(city: City, exit: number): Network {
  return {
    ...hostingNetwork(city, 4096 + exit),
    ...{ asn: asnOf(64_880, city), org: `Foxhole ${city.city}`, domain: 'foxhole.example', isProxy: true },
    tunnel: { operator: 'FOXHOLE', type: 'TOR' },
  };
}
