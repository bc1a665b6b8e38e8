import { LINUX_FIREFOX } from '../life/agents';
import { anonymiser, awayNetwork, hostingNetwork, mobileNetwork, vpnNetwork } from '../life/networks';
import { hoursByPlane } from '../life/places';
import { ALL_NEW, HOUR, MINUTE, NEW_PLACE, Stage, type Story } from './stage';

/** At the desk in the morning, and 40 minutes later on another continent, with another browser. */
export const impossibleTravel: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const city = stage.farFrom(person);
  const there = stage.stranger(person, hostingNetwork(city, rng.int(5000)), LINUX_FIREFOX, [...ALL_NEW, 'Velocity']);
  return stage.tell(
    stage.arrives(stage.usual(person), at, person),
    stage.arrives(there, at + 40 * MINUTE, person, 2),
    stage.opens(stage.usual(person), at + 70 * MINUTE, stage.world.dashboard),
  );
};

/** A flight as long as it takes, and the company's VPN switched on in the hotel. */
export const planeAndVpn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const city = stage.farFrom(person);
  const laptop = stage.laptop(person);
  const landed = at + hoursByPlane(person.home, city) * HOUR;
  const news = [...NEW_PLACE];
  const home = stage.usual(person);
  const airport = { ...home, network: mobileNetwork(city, rng.int(50)), device: stage.phone(person), behaviors: news };
  const hotel = { ...home, network: awayNetwork(city, rng.int(200)), device: laptop, behaviors: ['New IP'] };
  const vpn = { ...hotel, network: vpnNetwork(), behaviors: ['Velocity'] };
  return stage.tell(
    stage.arrives(home, at, person),
    stage.arrives(airport, landed, person, 1),
    stage.arrives(hotel, landed + 2 * HOUR, person),
    stage.arrives(vpn, landed + 2 * HOUR + 25 * MINUTE, person),
  );
};

/** A country, a device and an anonymiser that are all new, then what can be had. */
export const newCountryDeviceProxy: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, anonymiser(stage.farFrom(person), rng.int(3000)), LINUX_FIREFOX);
  return stage.tell(
    stage.arrives(stage.usual(person), at - 26 * HOUR, person),
    stage.arrives(visit, at, person, 6),
    stage.does(visit, 'user.account.update_profile', at + 20 * MINUTE, { targets: [stage.user(person)] }),
  );
};

/** A holiday: another country, but the laptop that was always used, and nothing in between. */
export const holiday: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const home = stage.usual(person);
  const away = { ...home, network: awayNetwork(stage.farFrom(person), rng.int(200)), behaviors: NEW_PLACE };
  return stage.tell(stage.arrives(home, at - 30 * HOUR, person), stage.arrives(away, at, person, 1));
};
