import { DomainError } from '@posture/domain';
import type { AlertFormat } from '../format/formats';
import { targetOf } from '../outbound/target';
import type { Admitted } from '../outbound/target';
import type { Fields, Given } from './channel-kind';
import { kindOf } from './kinds';
import type { ChannelKindName } from './kinds';

const MOST_LENGTH = 20_000;

/**
 * What an operator gave for a channel, checked against its kind, with what is usual where nothing was given.
 * @param part `settings` or `credential`
 * @throws {DomainError} `channel.setting_invalid` naming it
 */
export function checkedFields(
  kind: ChannelKindName,
  part: 'settings' | 'credential',
  given: Readonly<Record<string, unknown>>,
  admitted: Admitted,
): Given {
  const { title, [part]: fields } = kindOf(kind);
  const unknown = Object.keys(given).find((name) => !(name in fields));
  if (unknown !== undefined)
    throw invalid(part, unknown, `A channel of kind ${kind} (${title}) has no such setting.`, remedyOf(fields));
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const value = given[name] ?? field.default;
      if (value === undefined) {
        if (field.isOptional === true) return [name, undefined];
        throw invalid(part, name, 'It is missing.', `Give ${field.means}.`);
      }
      const isText = typeof value === 'string' && value !== '' && value.length <= MOST_LENGTH;
      if (!isText || field.pattern?.test(value) === false)
        throw invalid(part, name, 'It cannot be used.', `It is ${field.means}.`);
      if (field.isAddress === true) checkAddress(part, name, value, admitted);
      return [name, value];
    }),
  );
}

/** The format of a channel. @throws {DomainError} `channel.setting_invalid` for one its kind does not know */
export function checkedFormat(kind: ChannelKindName, format: AlertFormat | undefined): AlertFormat {
  const { formats } = kindOf(kind);
  const chosen = format ?? formats[0]!;
  if (formats.includes(chosen)) return chosen;
  throw new DomainError('channel.setting_invalid', 'invalid', `A channel of kind ${kind} is not told in ${chosen}.`, {
    field: 'format',
    remedy: `Use ${formats.join(' or ')}.`,
  });
}

function checkAddress(part: string, name: string, value: string, admitted: Admitted): void {
  const reach = { protocols: ['https:'], ports: [443], example: 'https://login.acme.example' };
  try {
    targetOf(value, reach, admitted);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw invalid(part, name, error.message, error.remedy ?? '');
  }
}

function remedyOf(fields: Fields): string {
  const names = Object.keys(fields);
  return names.length === 0 ? 'It has none: leave them out.' : `It has ${names.join(', ')}.`;
}

function invalid(part: string, name: string, message: string, remedy: string): DomainError {
  return new DomainError('channel.setting_invalid', 'invalid', `${part}.${name}: ${message}`, {
    field: `${part}.${name}`,
    remedy,
  });
}
