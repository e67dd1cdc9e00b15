// Shows the contract: every operation with its parameters, its body and its answers.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** An element with text, never with markup. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const part of content) if (part !== null) made.append(part);
  return made;
}

class Contract {
  constructor(root) {
    this.root = root;
  }

  resolve(node) {
    return node.$ref ? this.resolve(this.at(node.$ref)) : node;
  }

  at(reference) {
    return reference
      .slice(2)
      .split("/")
      .reduce((node, name) => node[name], this.root);
  }

  operations() {
    return Object.entries(this.root.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
    );
  }
}

/** One line that names a schema: its type, and what it is limited to. */
function shortly(contract, written) {
  const schema = contract.resolve(written);
  const name = written.$ref ? written.$ref.split("/").pop() : null;
  const kinds = [schema.oneOf, schema.anyOf, schema.allOf].find(Boolean);
  if (kinds && !schema.type) return kinds.map((kind) => shortly(contract, kind)).join(" | ");
  const type = [schema.type ?? "any"].flat().join(" | ");
  if (type === "array") return `${shortly(contract, schema.items ?? {})}[]`;
  const limits = [
    schema.enum ? schema.enum.join(" | ") : null,
    schema.format,
    schema.pattern,
    schema.minimum !== undefined || schema.maximum !== undefined
      ? `${schema.minimum ?? ""}…${schema.maximum ?? ""}`
      : null,
    schema.maxLength ? `≤ ${schema.maxLength} characters` : null,
    schema.default !== undefined ? `default ${schema.default}` : null,
  ].filter(Boolean);
  return `${name ?? type}${limits.length ? ` (${limits.join(", ")})` : ""}`;
}

/** The members of an object, each of which opens when it has some itself. */
function members(contract, written, seen = []) {
  const schema = contract.resolve(written);
  if (schema.allOf) {
    return element("div", null, ...schema.allOf.map((part) => members(contract, part, seen)));
  }
  const list = element("ul", "members");
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const needed = (schema.required ?? []).includes(name);
    const line = [element("code", needed ? "needed" : null, name), ` ${shortly(contract, member)}`];
    const about = member.description ?? contract.resolve(member).description;
    if (about) line.push(element("span", "about", ` ${about}`));
    list.append(element("li", null, branch(contract, line, member, seen)));
  }
  return list;
}

function branch(contract, line, written, seen) {
  const schema = contract.resolve(written);
  const inner = schema.type === "array" ? (schema.items ?? {}) : written;
  const target = contract.resolve(inner);
  if (!(target.properties ?? target.allOf) || seen.includes(target)) return element("div", null, ...line);
  const details = element("details", null, element("summary", null, ...line));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(members(contract, inner, [...seen, target]));
    }
  });
  return details;
}

function content(contract, title, types) {
  return Object.entries(types ?? {}).map(([type, { schema }]) =>
    element("div", null, element("h4", null, `${title} ${type}`), branchOf(contract, schema)),
  );
}

function branchOf(contract, schema) {
  const target = contract.resolve(schema);
  return target.properties || target.allOf
    ? members(contract, schema, [target])
    : element("p", null, shortly(contract, schema));
}

function parameters(contract, operation) {
  const rows = (operation.parameters ?? []).map((written) => {
    const parameter = contract.resolve(written);
    return element(
      "tr",
      null,
      element("td", null, element("code", parameter.required ? "needed" : null, parameter.name)),
      element("td", null, parameter.in),
      element("td", null, shortly(contract, parameter.schema)),
      element("td", "about", parameter.description ?? ""),
    );
  });
  return rows.length ? element("table", null, element("tbody", null, ...rows)) : null;
}

function rights(operation) {
  const stepUp = operation["x-step-up"] ? ", step-up" : "";
  return `${operation["x-role"]}${stepUp}`;
}

function filled(contract, operation) {
  const answers = Object.entries(operation.responses).flatMap(([status, written]) => {
    const answer = contract.resolve(written);
    const parts = content(contract, status, answer.content);
    return parts.length ? parts : [element("h4", null, `${status} ${answer.description}`)];
  });
  return element(
    "div",
    "body",
    operation.description ? element("p", null, operation.description) : null,
    element("p", "about", `operation ${operation.operationId}`),
    parameters(contract, operation),
    ...content(contract, "Body", operation.requestBody?.content),
    ...answers,
  );
}

function operationView(contract, operation) {
  const summary = element(
    "summary",
    null,
    element("span", `method ${operation.method}`, operation.method.toUpperCase()),
    element("code", null, operation.path),
    element("span", "about", ` ${operation.summary ?? ""}`),
    element("span", "rights", rights(operation)),
  );
  const details = element("details", "operation", summary);
  details.id = operation.operationId;
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(filled(contract, operation));
  });
  return details;
}

function show(contract) {
  const places = new Map();
  for (const operation of contract.operations()) {
    const tag = operation.tags?.[0] ?? "other";
    if (!places.has(tag)) places.set(tag, element("section", null, element("h2", null, tag)));
    places.get(tag).append(operationView(contract, operation));
  }
  document.getElementById("operations").replaceChildren(...places.values());
  const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (named?.matches("details.operation")) {
    named.open = true;
    named.scrollIntoView();
  }
}

function narrow(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("section")) {
    let shown = 0;
    for (const operation of section.querySelectorAll("details.operation")) {
      const text = `${operation.id} ${operation.firstChild.textContent}`.toLowerCase();
      operation.hidden = !wanted.every((word) => text.includes(word));
      shown += operation.hidden ? 0 : 1;
    }
    section.hidden = shown === 0;
  }
}

async function load() {
  const answer = await fetch("openapi.json");
  if (!answer.ok) throw new Error(`the contract was answered with ${answer.status}`);
  const root = await answer.json();
  document.getElementById("title").textContent = `${root.info.title} API ${root.info.version}`;
  document.getElementById("description").textContent = root.info.description ?? "";
  show(new Contract(root));
}

document.getElementById("filter").addEventListener("input", (event) => narrow(event.target.value));
load().catch((error) => {
  document.getElementById("operations").textContent = `The contract cannot be shown: ${error.message}`;
});
