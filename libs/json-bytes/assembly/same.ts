/** Whether the same bytes stand in both places. Up to eight bytes behind them are read, too. */
export function same(one: usize, other: usize, length: i32): bool {
  let n: i32 = 0;
  for (; n + 8 <= length; n += 8) {
    if (load<u64>(one + n) != load<u64>(other + n)) return false;
  }
  if (n == length) return true;
  const unread = u64(8 - (length - n)) << 3;
  return (load<u64>(one + n) ^ load<u64>(other + n)) << unread == 0;
}
