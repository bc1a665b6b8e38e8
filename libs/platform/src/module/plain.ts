import type { FactoryProvider, InjectionToken } from '@nestjs/common';

/**
 * A class that knows nothing of Nest, as a Nest provider.
 * @param inject tokens of the constructor's arguments, in their order
 */
export function plain<A extends unknown[], T>(
  type: new (...args: A) => T,
  ...inject: { readonly [K in keyof A]: InjectionToken<A[K]> }
): FactoryProvider<T> {
  return { provide: type, inject: [...inject], useFactory: (...args: unknown[]) => new type(...(args as A)) };
}
