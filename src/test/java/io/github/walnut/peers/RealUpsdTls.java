package io.github.walnut.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority and a server certificate, kept in the NSS database that Debian's upsd wants. */
final class RealUpsdTls {

    private final Path folder;
    private final Path upsdFolder;

    RealUpsdTls(Path upsdFolder) {
        this.upsdFolder = upsdFolder;
        this.folder = upsdFolder.resolve("tls");
    }

    Path authority() {
        return folder.resolve("ca.pem");
    }

    /** The first time also makes the authority and the database. */
    void issueCertificate() throws IOException {
        if (Files.notExists(folder)) {
            createAuthority();
        }
        openssl("req -newkey rsa:2048 -nodes -keyout srv.key -out srv.csr -subj /CN=localhost");
        openssl(
                "x509 -req -in srv.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -out srv.pem -extfile ext");
        openssl(
                "pkcs12 -export -in srv.pem -inkey srv.key -certfile ca.pem -name nut-server -out srv.p12"
                        + " -passout pass:p12pass");
        Path database = Files.createDirectories(folder.resolve("nss"));
        try (var files = Files.list(database)) {
            files.toList().forEach(RealUpsdFiles::deleteIfThere);
        }
        tool("certutil -N -d sql:nss -f nss.pw");
        tool("certutil -A -d sql:nss -n sim-ca -t CT,C,C -i ca.pem -f nss.pw");
        tool("pk12util -i srv.p12 -d sql:nss -k nss.pw -W p12pass");
    }

    private void createAuthority() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("nss.pw"), "nsspass\n");
        Files.writeString(
                folder.resolve("ext"),
                "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 365 -keyout ca.key -out ca.pem -subj /CN=Sim-CA"
                        + " -addext basicConstraints=critical,CA:TRUE"
                        + " -addext keyUsage=critical,keyCertSign,cRLSign");
        RealUpsdFiles.append(
                upsdFolder.resolve("conf/upsd.conf"),
                "CERTPATH %s\nCERTIDENT \"nut-server\" \"nsspass\"\n"
                        .formatted(folder.resolve("nss")));
    }

    private void openssl(String arguments) throws IOException {
        tool("openssl " + arguments);
    }

    private void tool(String command) throws IOException {
        RealUpsdFiles.run(folder, List.of(command.split(" ")));
    }
}
