package dev.hec.receiver;

/** What this program is. Stateless. */
public final class Build {

    private Build() {}

    /** Its version, as the manifest of its jar has it; {@code unknown} where its classes are in no jar. */
    public static String version() {
        String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
