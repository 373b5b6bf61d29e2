import { Annotations, type Stack } from 'aws-cdk-lib';
import { type ISubnet, type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Stage } from '../stages.ts';

const NO_ROUTES = "The routes of the network are its owner's; nothing here reads or changes them.";

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
  const subnets = vpc.publicSubnets;
  for (const subnet of subnets) Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', NO_ROUTES);
  return { vpc, subnets };
}
