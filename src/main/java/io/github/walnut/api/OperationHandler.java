package io.github.walnut.api;

/** Carries out one operation; refusals are thrown as {@link Problem}. It may block. */
@FunctionalInterface
interface OperationHandler {
    Reply handle(Call call);
}
