import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Route {
  readonly parts: readonly string[];
  readonly method: string;
}

/** Which methods an address has, for whoever asked with another. */
export class RouteTable {
  readonly #routes: Route[] = [];

  add(methods: string | readonly string[], url: string): void {
    for (const method of [methods].flat()) this.#routes.push({ parts: url.split('/'), method });
  }

  /** In alphabetical order; none where nothing is. @param path without query */
  methodsOf(path: string): string[] {
    const parts = path.split('/');
    const there = this.#routes.filter((route) => fits(route.parts, parts));
    const fewest = Math.min(...there.map(namesIn));
    return [...new Set(there.filter((route) => namesIn(route) === fewest).map(({ method }) => method))].sort();
  }

  /**
   * Of a request no route takes, or only one that would take a word of an address, such as `/findings/export`, for the name of
   * a thing. @throws {MethodNotAllowedException} with `Allow`, when only the method is at fault
   */
  refuseMethod({ url, method }: FastifyRequest, reply: FastifyReply): void {
    const allowed = this.methodsOf(url.split('?')[0]!);
    if (allowed.length === 0 || allowed.includes(method)) return;
    void reply.header('allow', allowed.join(', '));
    throw new MethodNotAllowedException();
  }
}

/** Of two addresses that fit, the one that leaves less open is meant. */
function namesIn({ parts }: Route): number {
  return parts.filter((part) => part.startsWith(':')).length;
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]));
}
