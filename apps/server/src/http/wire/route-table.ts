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
    return [...new Set(there.map(({ method }) => method))].sort();
  }

  /** Of a request no route takes. @throws {MethodNotAllowedException} with `Allow`, when only the method is at fault */
  refuseMethod({ url }: FastifyRequest, reply: FastifyReply): void {
    const allowed = this.methodsOf(url.split('?')[0]!);
    if (allowed.length === 0) return;
    void reply.header('allow', allowed.join(', '));
    throw new MethodNotAllowedException();
  }
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]));
}
