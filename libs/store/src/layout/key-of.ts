/**
 * The number under which a uid is indexed (`resource_key`, `actor_key`): MurmurHash3's 32 bits over the UTF-16 code
 * units, two units a step; never 0, and the same forever, since it is stored. Two uids may share a key: whoever looks one
 * up compares the uid itself too.
 */
export function keyOf(uid: string): number {
  let key = 0x5ec0de5e;
  const length = uid.length;
  for (let at = 0; at < length; at += 2) {
    let block = uid.charCodeAt(at) | ((at + 1 < length ? uid.charCodeAt(at + 1) : 0) << 16);
    block = Math.imul(block, 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    key ^= Math.imul(block, 0x1b873593);
    key = (key << 13) | (key >>> 19);
    key = (Math.imul(key, 5) + 0xe6546b64) | 0;
  }
  key ^= length;
  key ^= key >>> 16;
  key = Math.imul(key, 0x85ebca6b);
  key ^= key >>> 13;
  key = Math.imul(key, 0xc2b2ae35);
  return key ^ (key >>> 16) || 1;
}
