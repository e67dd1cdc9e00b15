import type { components } from "./schema";

type Schemas = components["schemas"];

export type Ups = Schemas["Ups"];
export type Sample = Schemas["Sample"];
export type PowerEvent = Schemas["Event"];
export type Outage = Schemas["Outage"];
export type Policy = Schemas["Policy"];
export type Run = Schemas["Run"];
export type Step = Schemas["Step"];
export type Host = Schemas["Host"];
export type Integration = Schemas["Integration"];
export type SystemStatus = Schemas["SystemStatus"];
export type SystemMode = Schemas["SystemMode"];
export type Me = Schemas["Me"];
export type Role = Schemas["Role"];
