import type { SavedView, ViewTerms } from '@posture/findings';
import { actorView } from '../actor.body';
import type { SavedViewBody } from './views.body';
import type { ChangeViewBody, CreateViewBody } from './views.dto';

export function savedViewView(view: SavedView): SavedViewBody {
  return {
    id: view.id,
    name: view.name,
    filter: view.filter,
    sort: view.sort,
    shared: view.isShared,
    owner: actorView(view.owner),
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
    version: view.version,
  };
}

export function termsOf({ name, filter, sort = null, shared = false }: CreateViewBody): ViewTerms {
  return { name, filter, sort, isShared: shared };
}

/** What is left out is left as it is. */
export function changedTerms({ name, filter, sort, shared }: ChangeViewBody): Partial<ViewTerms> {
  const given = { name, filter, sort, isShared: shared };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
