import type { Brief } from '../format/brief';
import type { Reach } from '../outbound/target';
import type { ChannelKind, Given, Parcel, Sent, Verdict } from './channel-kind';
import { sameFor, verdictOf } from './answers';
import { CA } from './common-fields';
import { composed } from './compose';
import type { OutboundAnswer } from '../outbound/outbound-answer';

/** More than these within a minute are told together at its end. */
const BUNDLE = { free: 5, everyMs: 60_000 };
/** So many are named in what is told together. */
const MOST_NAMED = 20;
const MOST_TITLE = 250;
const MOST_TEXT = 1_000;
/** Words with which Slack says that the address is wrong or shut. */
const SLACK_SHUT =
  /^(no_service|no_service_id|no_team|team_disabled|invalid_token|channel_not_found|channel_is_archived|action_prohibited|posting_to_general_channel_denied|user_not_found)/;

/** Slack, and what takes the same incoming webhooks. */
export const SLACK: ChannelKind = chatKind({
  title: 'Slack-compatible incoming webhook',
  reach: { protocols: ['https:'], ports: [443], example: 'https://hooks.slack.com/services/T0/B0/XXXX' },
  hosts: ['hooks.slack.com', 'hooks.slack-gov.com'],
  proves: 'It was posted.',
  cardOf: slackCard,
  verdict: (answer) => (SLACK_SHUT.test(answer.text) ? 'misconfigured' : verdictOf(answer)),
});

/** Microsoft Teams, by a workflow that takes webhooks. */
export const TEAMS: ChannelKind = chatKind({
  title: 'Teams-compatible workflow webhook',
  reach: {
    protocols: ['https:'],
    ports: [443],
    example: 'https://prod-01.westeurope.logic.azure.com/workflows/ID/triggers/manual/paths/invoke?sig=XXXX',
  },
  hosts: ['logic.azure.com', 'api.powerplatform.com'],
  proves: 'The workflow queued it, and says no more: see that it arrived.',
  cardOf: teamsCard,
  verdict: verdictOf,
});

interface ChatKind {
  readonly title: string;
  readonly reach: Reach;
  readonly hosts: readonly string[];
  readonly proves: string;
  readonly cardOf: (briefs: readonly Brief[]) => object;
  readonly verdict: (answer: OutboundAnswer) => Verdict;
}

function chatKind({ title, reach, hosts, proves, cardOf, verdict }: ChatKind): ChannelKind {
  return {
    title,
    reach: { ...reach, hosts },
    isUrlSecret: true,
    formats: ['brief'],
    settings: { ca: CA },
    credential: {},
    most: 200,
    mostBytes: 1_000_000,
    bundle: (_settings: Given) => BUNDLE,
    proves,
    compose: composed,
    send: async (parcels: readonly Parcel[], { url, settings }, { http }, signal): Promise<Sent[]> => {
      const body = JSON.stringify(cardOf(parcels.map((parcel) => JSON.parse(parcel.body) as Brief)));
      const headers = { 'content-type': 'application/json' };
      const answer = await http.post({ url, headers, body, ca: settings['ca'], signal });
      return sameFor(parcels, { ...answer, verdict: verdict(answer) });
    },
  };
}

/** One alert, or several in a list with the worst first. */
function slackCard(briefs: readonly Brief[]): object {
  const [only] = briefs;
  if (briefs.length === 1)
    return {
      text: headOf(only!),
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: cut(headOf(only!), 150) } },
        { type: 'section', text: { type: 'mrkdwn', text: escaped(cut(only!.text, MOST_TEXT)) } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(footOf(only!)) }] },
      ],
    };
  const head = bundleHead(briefs);
  const list = linesOf(briefs).map((line) => `• ${escaped(line)}`);
  return {
    text: head,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: head } },
      ...list.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } })),
    ],
  };
}

function teamsCard(briefs: readonly Brief[]): object {
  const [only] = briefs;
  const block = (text: string, more: object = {}): object => ({
    type: 'TextBlock',
    text: plain(text),
    wrap: true,
    ...more,
  });
  const title = { weight: 'Bolder', size: 'Medium' };
  const body =
    briefs.length === 1
      ? [
          block(headOf(only!), title),
          block(cut(only!.text, MOST_TEXT)),
          block(footOf(only!), { isSubtle: true, size: 'Small' }),
        ]
      : [block(bundleHead(briefs), title), ...linesOf(briefs).map((line) => block(line))];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body,
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function headOf({ severity, title, type }: Brief): string {
  return `${severity}: ${cut(title, MOST_TITLE)} (${type.replace('finding.', '')})`;
}

function footOf({ finding, at }: Brief): string {
  if (finding === null) return at;
  return `${finding.subject} · ${finding.connection} · ${finding.rule} · score ${finding.score} · finding ${finding.id} · ${at}`;
}

function bundleHead(briefs: readonly Brief[]): string {
  return `${briefs.length} alerts`;
}

function linesOf(briefs: readonly Brief[]): string[] {
  const named = briefs
    .slice(0, MOST_NAMED)
    .map((brief) => cut(`${headOf(brief)} ${brief.finding?.connection ?? ''}`, 400));
  const more = briefs.length - named.length;
  return more > 0 ? [...named, `and ${more} more`] : named;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** As Slack wants it: a tenant's names link and mention nobody. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Without the marks that Adaptive Cards make links and emphasis of. */
function plain(text: string): string {
  return text.replace(/[[\]*_`]/g, '\\$&');
}
