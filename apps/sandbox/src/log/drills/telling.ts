import type { Person } from '../life/people';
import { CITIES, type City } from '../life/places';
import { newSession, signIn, type Visit } from '../life/session-events';
import type { EventDraft, LogEvent } from '../log-event';
import { MINUTE, Stage, type Story } from '../attacks/stage';

/** A story of what happens on a stage. */
export function tale(told: (stage: Stage) => readonly (EventDraft | readonly EventDraft[])[]): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    return stage.tell(...told(stage));
  };
}

/** The same story, each of its events rewritten. */
export function retold(story: Story, rewrite: (event: LogEvent) => LogEvent): Story {
  return (org, at, rng) => story(org, at, rng).map(rewrite);
}

/** Behaviours and risk where newer orgs tell them: beside the address, and in the debug data no more. */
export function inContext(event: LogEvent): LogEvent {
  const { debugData } = event.debugContext as { readonly debugData: Record<string, string> };
  const { behaviors, logOnlySecurityData, risk, ...rest } = debugData;
  if (logOnlySecurityData === undefined) return event;
  const told = JSON.parse(logOnlySecurityData) as {
    readonly risk: { readonly level: string; readonly reasons?: string };
    readonly behaviors: Readonly<Record<string, string>>;
  };
  return {
    ...event,
    debugContext: { debugData: rest },
    securityContext: {
      ...(event.securityContext as object),
      risk: { level: told.risk.level, reasons: told.risk.reasons?.split(', ') ?? [] },
      userBehaviors: Object.entries(told.behaviors).map(([name, result], n) => ({ id: `bhv${n}`, name, result })),
    },
  };
}

/** The city with that code. */
export function city(code: string): City {
  const found = CITIES.find((one) => one.code === code);
  if (!found) throw new Error(`${code} is no city of the sandbox`);
  return found;
}

/** Another sign-in of a visitor, and what is different about it. */
export const again = (stage: Stage, visit: Visit, more: Partial<Visit> = {}): Visit => ({
  ...visit,
  session: newSession(stage.rng),
  ...more,
});

/** With a password and nothing else, to the dashboard. */
export function signsIn(stage: Stage, visit: Visit, at: number): EventDraft[] {
  return signIn(stage.world, visit, stage.rng, at, null);
}

/** An application of the person's, opened every few minutes. */
export function worksOn(stage: Stage, visit: Visit, at: number, person: Person, every = 7 * MINUTE): EventDraft[] {
  return person.apps.flatMap((app, n) => stage.opens(visit, at + n * every, app));
}
