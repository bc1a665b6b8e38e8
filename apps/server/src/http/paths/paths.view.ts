import type { AccessPath, FoundPaths } from '@posture/flows';
import { missingView, pathEdgeView, subjectView } from '../subject.view';
import type { PathBody, ShortestPathBody } from './paths.body';

export function pathView({ from, to, path }: AccessPath): PathBody {
  return { from: subjectView(from), to: subjectView(to), path: path.map(pathEdgeView) };
}

export function shortestPathView({ paths: [shortest], notAssessed }: FoundPaths): ShortestPathBody {
  return {
    shortest: shortest === undefined ? null : pathView(shortest),
    notAssessed: notAssessed.map(missingView),
  };
}
