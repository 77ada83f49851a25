// The checksum of a published snapshot: tells a page that the document is as the connector wrote it, which looked at every part.

/**
 * Eight hexadecimal digits of a document without its own `checksum`, the same before and after its way through JSON. It tells slips and
 * cuts, and proves nothing against somebody who means harm: whoever may write snapshots may write the checksum too.
 * Source: FNV-1a, 32 bits, over the UTF-16 code units of the text.
 */
export function checksumOf(document: object): string {
  const text = JSON.stringify({ ...document, checksum: undefined });
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01_00_01_93);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
