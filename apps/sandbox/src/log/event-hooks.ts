import { setTimeout as delay } from 'node:timers/promises';
import { Rng } from '../org/generate/rng';
import type { SandboxOrg, Wire } from '../org/org';
import { isHookable } from './event-types';
import type { LogEvent } from './log-event';
import type { SystemLog } from './system-log';

/** Okta waits three seconds for an answer, and tries a second time after a 5xx. */
const TIMEOUT_MS = 3000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

interface HookChannel {
  readonly uri: string;
  readonly headers?: readonly { readonly key: string; readonly value: string }[];
  readonly authScheme?: { readonly key: string; readonly value?: string } | null;
}

/**
 * Delivers what happens to the event hooks of the org: at least once, now and then twice, in no order. A hook is
 * verified before its first delivery. Only addresses of this machine are ever called.
 */
export class EventHooks {
  private readonly rng: Rng;
  private readonly verified = new Map<string, Promise<boolean>>();
  private stopped = false;

  constructor(
    private readonly org: SandboxOrg,
    log: SystemLog,
    seed: string,
  ) {
    this.rng = new Rng(`${seed}/hooks`);
    log.onAppend((events) => this.deliver(events, log.now()));
  }

  stop(): void {
    this.stopped = true;
  }

  private deliver(events: readonly LogEvent[], now: number): void {
    for (const hook of this.org.list('eventHooks').range(0, 25)) {
      const channel = channelOf(hook);
      if (hook.status !== 'ACTIVE' || !channel || !LOOPBACK.has(new URL(channel.uri).hostname)) continue;
      const types = (hook.events as { items?: readonly string[] }).items ?? [];
      for (const event of events) {
        if (!types.includes(event.eventType) || !isHookable(event.eventType)) continue;
        const times = this.rng.chance(0.1) ? 2 : 1;
        const body = JSON.stringify(payload(channel.uri, this.rng.uuid(), event, now));
        for (let n = 0; n < times; n++) void this.send(hook, channel, body, this.rng.int(40));
      }
    }
  }

  private async send(hook: Wire, channel: HookChannel, body: string, wait: number): Promise<void> {
    await delay(wait);
    if (this.stopped || !(await this.isVerified(hook, channel))) return;
    for (let tries = 0; tries < 2 && !this.stopped; tries++) {
      const status = await request(channel, { method: 'POST', body });
      if (status !== null && status.status < 500) return;
    }
  }

  private isVerified({ id }: Wire, channel: HookChannel): Promise<boolean> {
    const key = `${id} ${channel.uri}`;
    let known = this.verified.get(key);
    if (!known) this.verified.set(key, (known = this.verify(channel)));
    return known;
  }

  private async verify(channel: HookChannel): Promise<boolean> {
    const challenge = this.rng.hex(32);
    const answer = await request(channel, { method: 'GET', challenge });
    try {
      return (JSON.parse(answer?.text ?? '') as { verification?: unknown }).verification === challenge;
    } catch {
      return false;
    }
  }
}

function channelOf(hook: Wire): HookChannel | null {
  const config = (hook.channel as { config?: HookChannel } | undefined)?.config;
  return config && URL.canParse(config.uri) ? config : null;
}

/** What Okta posts: an event as in the log, but with the client's chain of addresses, and when it was written. */
function payload(source: string, eventId: string, event: LogEvent, now: number): object {
  const { request: asked, client, ...rest } = event;
  const { ipChain = [] } = (asked ?? {}) as { ipChain?: readonly unknown[] };
  const written = {
    ...rest,
    client: { ...(client as object), ipChain },
    insertionTimestamp: new Date(now).toISOString(),
  };
  return {
    ...{ eventType: 'com.okta.event_hook', eventTypeVersion: '1.0', cloudEventsVersion: '0.1', source, eventId },
    data: { events: [written] },
    ...{ eventTime: event.published, contentType: 'application/json' },
  };
}

async function request(
  { uri, headers = [], authScheme }: HookChannel,
  { method, body, challenge }: { readonly method: string; readonly body?: string; readonly challenge?: string },
): Promise<{ readonly status: number; readonly text: string } | null> {
  const own = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
  try {
    const response = await fetch(uri, {
      ...{ method, body },
      headers: {
        ...own,
        ...(authScheme?.value === undefined ? {} : { [authScheme.key]: authScheme.value }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(challenge === undefined ? {} : { 'x-okta-verification-challenge': challenge }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
