package io.github.walnut.api;

import java.util.Map;

/**
 * The file of a request, or a body that is taken as it came.
 *
 * @param fileName as the client calls it; never the name of a file here; null for a body
 * @param bytes the content, or null when it is on disk
 * @param file the content on disk, or null when it is in memory
 * @param sha256 of the content, in hex
 * @param fields what stood beside the file in the form
 */
record Upload(
        String fileName,
        byte[] bytes,
        StreamedFile file,
        String sha256,
        Map<String, String> fields) {}
