/** What a strategy holds in its hands, with other things in place of some of its parts. */
export function handsWith<T extends object>(hands: T, instead: Readonly<Record<string, unknown>>): T {
  return new Proxy(hands, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(instead, name)) return instead[name];
      // Hands read their own private fields: they must be the receiver themselves.
      return Reflect.get(target, name, target) as unknown;
    },
  });
}
