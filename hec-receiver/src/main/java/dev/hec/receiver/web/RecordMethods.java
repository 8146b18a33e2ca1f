package dev.hec.receiver.web;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.List;

/**
 * Makes the JDK forget the classes of a web application that stopped. Stateless.
 *
 * <p>{@link ObjectMethods}, which makes {@code equals} and {@code hashCode} of records, keeps a few method handles for all of
 * them, and on JDK 17 each handle remembers, strongly, the last type it was adapted to. If that was a record of the application,
 * its class loader can never go. So they are adapted once more, to a class that stays anyway.
 */
final class RecordMethods {

    private RecordMethods() {}

    /** To be called when no record of the application will be compared any more. */
    static void letGo() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle part = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            for (MethodType method : List.of(
                    MethodType.methodType(boolean.class, String.class, Object.class),
                    MethodType.methodType(int.class, String.class),
                    MethodType.methodType(String.class, String.class))) {
                String name = method.returnType() == boolean.class
                        ? "equals"
                        : method.returnType() == int.class ? "hashCode" : "toString";
                ObjectMethods.bootstrap(lookup, name, method, String.class, "part", part);
            }
        } catch (Throwable e) {
            // A JDK that refuses this remembers nothing either.
            if (e instanceof VirtualMachineError error) {
                throw error;
            }
        }
    }
}
