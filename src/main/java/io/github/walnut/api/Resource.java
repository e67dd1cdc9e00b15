package io.github.walnut.api;

import java.util.Map;

/** The operations on one kind of thing, by their id in the contract. */
interface Resource {
    Map<String, OperationHandler> operations();
}
