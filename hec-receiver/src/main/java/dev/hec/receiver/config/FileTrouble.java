package dev.hec.receiver.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, for people: what the JDK says of it is often only its path. Stateless. */
public final class FileTrouble {

    private FileTrouble() {}

    /** Completes "the file cannot be used: …". */
    public static String of(IOException e) {
        if (!(e instanceof FileSystemException trouble)) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        String file = String.valueOf(trouble.getFile());
        if (trouble instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        if (trouble instanceof AccessDeniedException) {
            return "the user of the receiver may not use " + file + "; give it to that user, or choose another";
        }
        if (trouble instanceof FileAlreadyExistsException || trouble instanceof NotDirectoryException) {
            return file + " is a file, and a directory is needed there; choose another place, or move the file away";
        }
        return trouble.getReason() == null ? trouble.getClass().getSimpleName() : trouble.getReason();
    }
}
