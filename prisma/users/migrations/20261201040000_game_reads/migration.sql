-- CreateTable
CREATE TABLE "GameRead" (
    "userId" TEXT NOT NULL,
    "gameId" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "GameRead_pkey" PRIMARY KEY ("userId","gameId")
);

-- CreateIndex
CREATE INDEX "GameRead_userId_readAt_gameId_idx" ON "GameRead"("userId", "readAt" DESC, "gameId");

-- AddForeignKey
ALTER TABLE "GameRead" ADD CONSTRAINT "GameRead_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
