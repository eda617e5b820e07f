import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Addresses that a tenant's configuration must not lead to: this host, its networks, and what answers there without
 * asking who is calling. IANA's special-purpose address registries (RFC 6890), multicast, and what translates to such.
 */
const internalSubnets: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local: the metadata services of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: an IPv4 address is inside
  ['3fff::', 20],
];
/** Of IPv6 only this is global unicast; loopback, unique local, link-local, mapped IPv4 and translations lie outside. */
const globalUnicast: readonly [string, number] = ['2000::', 3];

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

function listOf(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, familyOf(net));
  return list;
}

const internal = listOf(internalSubnets);
const global = listOf([globalUnicast]);

/** Decides which addresses may be connected to. */
export class AddressPolicy {
  private readonly exceptions: BlockList;

  /**
   * @param allowed addresses and networks (`10.1.0.0/16`) that may be reached although they are internal
   * @throws TypeError naming the one that is neither
   */
  constructor(allowed: readonly string[] = []) {
    this.exceptions = listOf(allowed.map(subnetOf));
  }

  /** Whether a connection to this IP address may be made without TLS: only where the operator allows the address. */
  allowsInTheClear(address: string): boolean {
    return isIP(address) !== 0 && this.exceptions.check(address, familyOf(address));
  }

  /** Whether a connection to this IP address may be made. */
  allows(address: string): boolean {
    if (isIP(address) === 0) return false;
    const family = familyOf(address);
    if (this.exceptions.check(address, family)) return true;
    return !internal.check(address, family) && (family === 'ipv4' || global.check(address, family));
  }
}

function subnetOf(text: string): readonly [string, number] {
  const [net = '', prefix] = text.trim().split('/');
  const bits = isIPv6(net) ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (isIP(net) === 0 || !/^\d{0,3}$/.test(prefix ?? '') || length > bits || prefix === '') {
    throw new TypeError(`${text} is neither an IP address nor a network such as 10.1.0.0/16`);
  }
  return [net, length];
}
