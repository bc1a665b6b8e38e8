import { Unknown } from '@posture/domain';
import type { FactValue, GraphView, JsonObject } from '@posture/domain';
import { hiding } from './policy-rules';

/**
 * A value of one settings document. Unknown when the document was not read, or when it does not say (`read` gives
 * undefined): an empty answer is no proof of a safe setting.
 */
export function settingValue(
  view: GraphView,
  resource: string,
  read: (document: JsonObject) => FactValue | undefined,
): FactValue {
  const open = hiding(view, [{ resource, parent: '' }]);
  if (open.length > 0) return new Unknown(open);
  const node = view.indexOf(`Setting:${resource}`);
  const value = node === -1 ? undefined : read(view.props(node));
  if (value !== undefined) return value;
  const state = view.coverage.of(resource).state;
  if (state !== 'complete') return new Unknown([{ resource, parent: '' }]);
  return new Unknown([{ resource, parent: '', reason: 'Okta answered without this setting' }]);
}
