import { type ISubnet, type IVpc, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Stack } from 'aws-cdk-lib';
import type { Stage } from '../stages.ts';

export interface Network {
  readonly vpc: IVpc;
  readonly subnets: ISubnet[];
}

/** The network that the owner names: nothing of it is made or changed here. Throws when the stage names none. */
export function ownNetwork(stack: Stack, { name, vpcId, subnetIds }: Stage): Network {
  if (vpcId === undefined || subnetIds === undefined) throw new Error(`stage ${name} names no vpcId and subnetIds`);
  const ids = subnetIds.split(',');
  // Which zone a subnet is in matters to nothing that we make in it, but the CDK wants a name.
  const availabilityZones = ids.map((_, i) => `zone-${i}`);
  const vpc = Vpc.fromVpcAttributes(stack, 'Network', { vpcId, availabilityZones, publicSubnetIds: ids });
  return { vpc, subnets: ids.map((id, i) => Subnet.fromSubnetId(stack, `Subnet${i}`, id)) };
}
