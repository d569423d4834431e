package crashing;

final class Product {
    Product(java.nio.file.Path folder, Crash.Options options) {}

    boolean run() {
        return true;
    }
}
