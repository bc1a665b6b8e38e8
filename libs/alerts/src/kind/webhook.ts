import type { ChannelKind } from './channel-kind';
import { verdictOf } from './answers';
import { CA, IAM_CLASS } from './common-fields';
import { composed } from './compose';
import { signed } from '../sign';

/** Anything that takes webhooks signed as Standard Webhooks has it. */
export const WEBHOOK: ChannelKind = {
  title: 'webhook',
  reach: { protocols: ['https:'], ports: [443, 8443, 8088], example: 'https://siem.acme.example/in' },
  isSigned: true,
  formats: ['native', 'ocsf', 'ecs'],
  settings: { iamClass: IAM_CLASS, ca: CA },
  credential: {},
  most: 1,
  mostBytes: Number.MAX_SAFE_INTEGER,
  proves: 'The receiver took it.',
  compose: composed,
  send: async ([parcel], { url, signing, settings }, { http, clock }, signal) => {
    const { messageId, body, isReplay } = parcel!;
    const headers = {
      'content-type': 'application/json',
      ...signed(messageId, clock.now(), body, signing),
      ...(isReplay ? { 'posture-replay': '1' } : {}),
    };
    const answer = await http.post({ url, headers, body, ca: settings['ca'], signal });
    const verdict = verdictOf(answer);
    // Nobody knows what its errors mean: it is tried as long as any.
    return [{ ...answer, verdict: verdict === 'refused' ? 'retry' : verdict }];
  },
};
