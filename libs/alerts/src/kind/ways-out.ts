import type { Clock } from '@posture/platform';
import { AccessTokens } from '../outbound/access-tokens';
import type { AddressGuard } from '../outbound/address-guard';
import { OutboundHttp } from '../outbound/outbound-http';
import { OutboundSocket } from '../outbound/outbound-socket';
import type { Ways } from './channel-kind';

/** Every way to receivers, past one guard. */
export function waysOut(guard: AddressGuard, clock: Clock): Ways {
  const http = new OutboundHttp(guard);
  return { http, socket: new OutboundSocket(guard), tokens: new AccessTokens(http, clock), clock };
}
