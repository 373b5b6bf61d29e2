const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export type XmlNode = string | number | boolean | undefined | { readonly [tag: string]: XmlNode | readonly XmlNode[] };

/** An XML document of one root; a list becomes one element an entry, undefined none. */
export function xmlDocument(root: string, node: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, node)}`;
}

function element(tag: string, node: XmlNode): string {
  if (node === undefined) return '';
  const inside =
    typeof node === 'object'
      ? Object.entries(node)
          .map(([name, child]) => children(name, child))
          .join('')
      : escape(String(node));
  return `<${tag}>${inside}</${tag}>`;
}

function children(tag: string, child: XmlNode | readonly XmlNode[]): string {
  return isList(child) ? child.map((entry) => element(tag, entry)).join('') : element(tag, child);
}

function isList(child: XmlNode | readonly XmlNode[]): child is readonly XmlNode[] {
  return Array.isArray(child);
}

function escape(text: string): string {
  const named = text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  return Array.from(named, (character) => (character < ' ' ? `&#x${character.charCodeAt(0).toString(16)};` : character)).join('');
}

/** The texts of every element of this name, references resolved. Enough for the one request of S3 that carries XML. */
export function xmlTexts(document: string, tag: string): string[] {
  return [...document.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((match) =>
    (match[1] as string)
      .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replaceAll(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
      .replaceAll(/&(amp|lt|gt|quot|apos);/g, (reference) => Object.keys(ESCAPES).find((key) => ESCAPES[key] === reference) ?? reference),
  );
}
