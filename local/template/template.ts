/** The parts of a CloudFormation template that the embedded cloud reads. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

/** One synthesised stack, and where on this machine the files lie that its templates call by object key. */
export interface Stack {
  readonly name: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
}

/** One resource with every intrinsic resolved. `ref` and `attributes` are what `Ref` and `Fn::GetAtt` give for it. */
export interface Resource {
  readonly id: string;
  readonly stack: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}
