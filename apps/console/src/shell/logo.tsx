import mark from '../favicon.svg';

export function Logo({ size = 28 }: { size?: number }) {
  return <img src={mark} width={size} height={size} alt="" />;
}
