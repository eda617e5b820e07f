import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity()
export class Widget {
  @PrimaryColumn({ type: 'uuid' })
  uid!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  token!: string;
}
