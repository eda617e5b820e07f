// These two packages come without types of their own.
declare module 'lz4js' {
  /** Most that a frame can unpack to, bytes. */
  export function decompressBound(packed: Uint8Array): number;
  export function decompress(packed: Uint8Array, maxSize?: number): Uint8Array;
  export function compress(plain: Uint8Array): Uint8Array;
}

declare module 'snappyjs' {
  export function uncompress(packed: Buffer, maxLength?: number): Buffer;
  export function compress(plain: Buffer): Buffer;
}
